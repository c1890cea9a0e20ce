using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RoomTypes.Recognition;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace RoomTypes.Http.OpenApi;

/// <summary>
/// GET /openapi/v1.json, /openapi/protocols.json and /openapi/changes.json, generated from the routes and the contract, and /docs, a page that shows
/// them. The second has what other servers' clients speak, the third what only an administrator may do; the gateway passes neither on.
/// </summary>
internal static class OpenApiSetup
{
    private const string PageRoute = "docs";

    // What Swagger UI needs: its own files, pictures that are within its style, and the one style that it adds itself, by its digest.
    private const string PagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; "
        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Registers the generation of the document.</summary>
    public static void AddRoomTypesOpenApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            foreach (var context in new[] { ProblemJson.Default, HealthJson.Default, (System.Text.Json.Serialization.JsonSerializerContext)ModelListJson.Default, ExperimentListJson.Default, ExperimentResultsJson.Default, ExperimentPlanJson.Default, ExperimentChangeJson.Default, Ofrep.OfrepJson.Default, OpenInference.InferenceJson.Default })
            {
                options.SerializerOptions.TypeInfoResolverChain.Add(context);
            }
        });
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<DocumentName>(DocumentName.Policy));
        services.AddSingleton<ContractSchemas>();
        services.AddOpenApi(DocumentName.Own, options =>
        {
            options.ShouldInclude = route => route.GroupName is null;
            Make(options, Describe);
        });
        services.AddOpenApi(DocumentName.Protocols, options =>
        {
            options.ShouldInclude = route => route.GroupName == DocumentName.Protocols;
            Make(options, DescribeProtocols);
        });
        services.AddOpenApi(DocumentName.Changes, options =>
        {
            options.ShouldInclude = route => route.GroupName == DocumentName.Changes;
            Make(options, DescribeChanges);
        });
    }

    private static void Make(OpenApiOptions options, Action<OpenApiDocument, RequestOptions> describe)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            AsWritten(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, context, _) =>
        {
            describe(document, context.ApplicationServices.GetRequiredService<RequestOptions>());
            CommonHeaders.Document(document);
            return Task.CompletedTask;
        });
    }

    /// <summary>Maps the document and its page; the page needs nothing from elsewhere.</summary>
    public static void MapRoomTypesOpenApi(this WebApplication app)
    {
        app.MapOpenApi($"/openapi/{{documentName:{DocumentName.Policy}}}.json");
        // A branch, made when first asked for: the page's middleware takes a tenth of the start, and would look at every request.
        app.Use(next =>
        {
            var page = new Lazy<RequestDelegate>(() => Page(app, next));
            return context => (context.Request.Path.StartsWithSegments($"/{PageRoute}") ? page.Value : next)(context);
        });
    }

    /// <summary>The message as JSON and as Protocol Buffers.</summary>
    public static Dictionary<string, OpenApiMediaType> Content(IOpenApiSchema json, Google.Protobuf.IMessage? example = null) => new()
    {
        [MediaTypes.Json] = new OpenApiMediaType { Schema = json, Example = example is null ? null : Examples.Json(example) },
        [MediaTypes.Protobuf] = new OpenApiMediaType { Schema = Binary("The same message, serialised; see protos/roomtype/v1.") },
    };

    /// <summary>Bytes as they are.</summary>
    public static OpenApiSchema Binary(string description) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };

    /// <summary>What is null is left out, and numbers are never texts: answers are written so.</summary>
    private static void AsWritten(OpenApiSchema schema, JsonTypeInfo type)
    {
        const JsonSchemaType Numbers = JsonSchemaType.Integer | JsonSchemaType.Number;
        if ((schema.Type & Numbers) != 0) (schema.Type, schema.Pattern) = (schema.Type & (Numbers | JsonSchemaType.Null), null);
        foreach (var property in type.Properties.Where(property => property.IsGetNullable)) schema.Required?.Remove(property.Name);
    }

    private static RequestDelegate Page(IApplicationBuilder app, RequestDelegate next)
    {
        var branch = app.New();
        branch.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = PagePolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
        branch.UseSwaggerUI(page =>
        {
            page.RoutePrefix = PageRoute;
            page.DocumentTitle = "Room types";
            // Relative, so that the page also works below a stage's path.
            page.SwaggerEndpoint($"../openapi/{DocumentName.Own}.json", "Room types v1");
            page.SwaggerEndpoint($"../openapi/{DocumentName.Protocols}.json", "Other protocols");
            page.SwaggerEndpoint($"../openapi/{DocumentName.Changes}.json", "Changes of experiments");
            page.DocExpansion(DocExpansion.List);
        });
        branch.Run(next);
        return branch.Build();
    }

    private static void DescribeProtocols(OpenApiDocument document, RequestOptions options)
    {
        Describe(document, options);
        document.Info.Title = "Room types in other protocols";
        document.Info.Description = "What clients of other servers speak: the Open Inference Protocol V2 with Triton's binary extension, and the shape of Hugging Face's image classification. "
            + "Errors are problem details with the member `error` that those clients read.";
    }

    private static void DescribeChanges(OpenApiDocument document, RequestOptions options)
    {
        const string Scheme = "admin";
        Describe(document, options);
        document.Info.Title = "Changes of experiments";
        document.Info.Description = "Starts, stops and reallocates experiments of the local file, for who shows the admin token (`RoomType:Http:AdminToken`). The gateway passes none of it on.";
        (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = $"The admin token; where requests are signed, as {AdminAccess.Header}." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
    }

    private static void Describe(OpenApiDocument document, RequestOptions options)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Room types",
            Version = DocumentName.Own,
            Description = "Tells which room pictures show. Errors are problem details (RFC 9457) with a stable `code`; the examples list every code. "
                + "More may come. Paths that are not below are answered 404 `route_unknown`, methods that a path does not have 405 "
                + "`method_not_allowed` with `Allow`; HEAD is answered where GET is. What is no HTTP request is answered by the server alone, without a problem. "
                + $"A request has at most {options.MaxRequestBytes:N0} bytes and {options.MaxImages} pictures on every host; "
                + "`x-request-id` comes back, and `traceparent` is answered with `traceresponse` (W3C Trace Context).",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // The address that the document was fetched from is right on every host.
        document.Servers = [new OpenApiServer { Url = "/" }];
    }
}
