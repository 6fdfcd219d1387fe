"""What branches provide."""
