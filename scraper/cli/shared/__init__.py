"""What several commands share: options, exit codes, logs, notifications."""
