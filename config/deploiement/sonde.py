"""Health check of a web container: the address given must answer 200 to a request for our own host."""

import os
import sys
import urllib.request

if __name__ == "__main__":
    hote = os.environ["ALLOWED_HOSTS"].split(",")[0]
    adresse = f"http://127.0.0.1:{os.environ['PORT']}{sys.argv[1]}"
    urllib.request.urlopen(urllib.request.Request(adresse, headers={"Host": hote}), timeout=5)
