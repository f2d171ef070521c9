"""What the `show` commands of the router room print: functions from state to text, nothing else.

- `durations`     ages, uptimes and the other ways IOS writes a span of time
- `routes`        `show ip route`, its table, one entry and the summary
- `cef`           `show ip cef`
- `interfaces`, `interface_tables`   `show interfaces`, and one line for each of them; `vlans` `show vlans`
- `ip_interfaces` `show ip interface [brief]`, `show protocols`
- `arp`           `show arp`
- `access_lists`  `show access-lists`
- `version`       `show version`, and what is printed at a restart
- `system`        `show clock`, `show users`, `show logging`, ...
- `traffic`       `show ip traffic`
- `policy`        `show ip prefix-list`, `show route-map`, `show ip policy`
- `processes`     `show processes cpu`
- `terminal`      `show terminal`, `show line`, `show users`
- `tcp`           `show tcp brief`

Every text ends with a line break. What differs by release is chosen by `ByRelease` in one place per format.
"""
