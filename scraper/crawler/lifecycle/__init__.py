"""What every command that works on an archive needs: signals, locks, and a record of the run."""
