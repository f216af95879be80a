"""The Graph API as we need it: our own small client around facebook-sdk."""
