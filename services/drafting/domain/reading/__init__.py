"""Reading a dispatch's text: lines, then header, body and foot, then what stands in them."""
