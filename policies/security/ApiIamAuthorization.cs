using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class ApiIamAuthorization
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "api-iam-authorization",
        "Every method of an API demands a signature (AWS_IAM): one that does not is open to whoever reaches it.",
        new()
        {
            ["aws:apigateway/method:Method"] = (props, context) => Check(props, "authorization", context),
            ["aws:apigatewayv2/route:Route"] = (props, context) => Check(props, "authorizationType", context),
            ["aws:lambda/functionUrl:FunctionUrl"] = (props, context) => Check(props, "authorizationType", context),
        });

    private static void Check(PropertyValue props, string property, Context context)
    {
        if (props[property].AsString != "AWS_IAM")
            context.Report($"{property} must be AWS_IAM");
    }
}
