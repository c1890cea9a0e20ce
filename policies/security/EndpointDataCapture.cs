using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class EndpointDataCapture
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "endpoint-data-capture",
        "Endpoints keep nothing of what they are sent: pictures show people's homes.",
        new()
        {
            ["aws:sagemaker/endpointConfiguration:EndpointConfiguration"] = (props, context) =>
            {
                // It is on where nothing is said.
                if (props["dataCaptureConfig"].IsTruthy && props["dataCaptureConfig"]["enableCapture"].AsBoolean != false)
                    context.Report("dataCaptureConfig.enableCapture must be false");
            },
        });
}
