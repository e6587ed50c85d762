"""Screen 2, the ritual: noting a no, the steps that can follow it, and the doors that stay open."""
