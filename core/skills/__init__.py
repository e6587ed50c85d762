"""Skills: what is asked for, what is there, and a plan for what lies between."""
