"""The object store on any S3, through boto3.

Import the module you need: the settings are read by every command, and boto3
takes a third of a second to load.
"""
