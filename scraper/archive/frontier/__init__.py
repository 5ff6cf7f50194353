"""The state of crawling: leads, hosts, indexed days, runs."""
