"""Why no team has more points: the certificate of a result, and the check that needs neither search nor solver."""
