namespace RoomTypes.Http.OpenApi;

/// <summary>Routes only the documents that there are: an address of another is as unknown as any.</summary>
internal sealed class DocumentName : IRouteConstraint
{
    /// <summary>Its name within patterns.</summary>
    public const string Policy = "document";

    /// <summary>The document of the service's own routes.</summary>
    public const string Own = "v1";

    /// <summary>The document of other protocols.</summary>
    public const string Protocols = "protocols";

    /// <summary>The document of what only an administrator may do.</summary>
    public const string Changes = "changes";

    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is Own or Protocols or Changes;
}
