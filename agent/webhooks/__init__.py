"""The door for the notices that vendors send by themselves: verified over the raw bytes, answered, and forgotten.

A verified notice wakes its link and does nothing else. Loads its server only when the door is opened, keeps no body and
no header, and never logs either, nor a path, since a path may hold a secret.
"""
