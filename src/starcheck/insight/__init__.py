"""What an assessment means for the branch."""
