"""Databases as past versions left them, and the script that makes one."""
