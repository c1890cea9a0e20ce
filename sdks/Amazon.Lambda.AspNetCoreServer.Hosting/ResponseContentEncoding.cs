namespace Amazon.Lambda.AspNetCoreServer;

/// <summary>How the body of an HTTP response is carried in the JSON that a function answers with.</summary>
public enum ResponseContentEncoding
{
    /// <summary>As text: the body is UTF-8 and becomes a JSON string. A body that is not UTF-8 is sent as Base64 all the same.</summary>
    Default = 0,

    /// <summary>As Base64, with <c>isBase64Encoded</c> set.</summary>
    Base64,
}
