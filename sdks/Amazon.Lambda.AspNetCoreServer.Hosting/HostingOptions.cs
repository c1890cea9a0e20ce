namespace Amazon.Lambda.AspNetCoreServer.Hosting;

/// <summary>How responses travel back through Lambda.</summary>
public class HostingOptions
{
    // The same defaults as the official package.
    private readonly Dictionary<string, ResponseContentEncoding> _byContentType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/octet-stream"] = ResponseContentEncoding.Base64,
        ["image/png"] = ResponseContentEncoding.Base64,
        ["image/gif"] = ResponseContentEncoding.Base64,
        ["image/jpeg"] = ResponseContentEncoding.Base64,
        ["image/jpg"] = ResponseContentEncoding.Base64,
        ["application/zip"] = ResponseContentEncoding.Base64,
        ["application/pdf"] = ResponseContentEncoding.Base64,
        ["text/plain"] = ResponseContentEncoding.Default,
        ["text/xml"] = ResponseContentEncoding.Default,
        ["application/xml"] = ResponseContentEncoding.Default,
        ["application/json"] = ResponseContentEncoding.Default,
        ["text/html"] = ResponseContentEncoding.Default,
        ["text/css"] = ResponseContentEncoding.Default,
        ["text/javascript"] = ResponseContentEncoding.Default,
        ["text/ecmascript"] = ResponseContentEncoding.Default,
        ["text/markdown"] = ResponseContentEncoding.Default,
        ["text/csv"] = ResponseContentEncoding.Default,
    };

    private readonly Dictionary<string, ResponseContentEncoding> _byContentEncoding = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gzip"] = ResponseContentEncoding.Base64,
        ["deflate"] = ResponseContentEncoding.Base64,
        ["br"] = ResponseContentEncoding.Base64,
    };

    /// <summary>The encoding of content types that are not registered. Default: <see cref="ResponseContentEncoding.Default"/>.</summary>
    public ResponseContentEncoding DefaultResponseContentEncoding { get; set; } = ResponseContentEncoding.Default;

    /// <summary>Whether the answer to a request whose handler threw names the exception's type in the header <c>ErrorType</c>. Default: no.</summary>
    public bool IncludeUnhandledExceptionDetailInResponse { get; set; }

    /// <summary>Sets the encoding of a content type, such as <c>application/x-protobuf</c>; parameters such as charset do not belong to it.</summary>
    public void RegisterResponseContentEncodingForContentType(string contentType, ResponseContentEncoding encoding)
    {
        if (!string.IsNullOrEmpty(contentType))
            _byContentType[contentType] = encoding;
    }

    /// <summary>Sets the encoding of a content encoding, such as <c>zstd</c>. Base64 here wins over what the content type says.</summary>
    public void RegisterResponseContentEncodingForContentEncoding(string contentEncoding, ResponseContentEncoding encoding)
    {
        if (!string.IsNullOrEmpty(contentEncoding))
            _byContentEncoding[contentEncoding] = encoding;
    }

    internal ResponseContentEncoding EncodingOf(string? contentType, string? contentEncoding)
    {
        if (contentEncoding is not null && _byContentEncoding.GetValueOrDefault(contentEncoding) == ResponseContentEncoding.Base64)
            return ResponseContentEncoding.Base64;
        if (contentType is null)
            return DefaultResponseContentEncoding;
        var parameters = contentType.AsSpan().IndexOf(';');
        var mediaType = (parameters < 0 ? contentType : contentType.AsSpan(0, parameters)).Trim();
        return _byContentType.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(mediaType, out var encoding)
            ? encoding
            : DefaultResponseContentEncoding;
    }
}
