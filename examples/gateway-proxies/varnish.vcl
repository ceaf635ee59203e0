# In the VCL of the site. Varnish appends to X-Forwarded-For by itself, before this runs, and speaks no TLS.
sub vcl_recv {
    set req.http.X-Forwarded-Proto = "http";
    set req.http.X-Forwarded-Host = req.http.Host;
    return (pass);
}
