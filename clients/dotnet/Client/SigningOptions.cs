namespace RoomTypes.Client;

/// <summary>How requests are signed.</summary>
public sealed record SigningOptions
{
    /// <summary>The AWS region of the API.</summary>
    public required string Region { get; init; }

    /// <summary>The service that is asked.</summary>
    /// <value>Default execute-api: a REST API in Amazon API Gateway.</value>
    public string Service { get; init; } = "execute-api";

    /// <summary>Leaves the body out of the signature, so that it need not be read twice; API Gateway does not take that.</summary>
    public bool UnsignedPayload { get; init; }

    /// <summary>Puts the signature into the address, good for this long, instead of into headers.</summary>
    /// <value>Default null: headers; 1 second to 7 days.</value>
    public TimeSpan? PresignedFor { get; init; }

    /// <summary>The API's host where another one is connected to, such as a VPC endpoint's: it is signed, and sent as Host.</summary>
    /// <value>Default null: the address's own.</value>
    public string? Host { get; init; }

    /// <summary>The id of a private API that is asked by a VPC endpoint's own name; sent as x-apigw-api-id.</summary>
    public string? ApiId { get; init; }
}
