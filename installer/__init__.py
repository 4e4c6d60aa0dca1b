"""What makes the built program and its installers; never a part of the program itself."""
