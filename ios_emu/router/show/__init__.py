"""What the `show` commands of the router room print: functions from state to text, nothing else.

- `durations`     ages, uptimes and the other ways IOS writes a span of time
- `routes`        `show ip route`, its table, one entry and the summary
- `cef`           `show ip cef`
- `interfaces`    `show interfaces`
- `ip_interfaces` `show ip interface [brief]`, `show protocols`
- `arp`           `show arp`
- `access_lists`  `show access-lists`
- `system`        `show version`, `show clock`, `show users`, `show logging`, ...
- `traffic`       `show ip traffic`

Every text ends with a line break. What differs by release is chosen by `ByRelease` in one place per format.
"""
