"""The bell's sounds as WAV files, and the script that makes them."""
