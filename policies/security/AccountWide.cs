using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class AccountWide
{
    private static readonly string[] Shared =
    [
        "aws:apigateway/account:Account",
        "aws:ec2/ebsEncryptionByDefault:EbsEncryptionByDefault",
        "aws:ecr/registryPolicy:RegistryPolicy",
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        "aws:ecs/accountSettingDefault:AccountSettingDefault",
        "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    ];

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "account-wide",
        "What a whole account shares is made by the project that makes accounts ready: a stack that goes would take it from all others.",
        OptionsJson.Default.AccountWideOptions,
        new()
        {
            [Shared] = (_, context) =>
            {
                var project = context.Args.Urn.Split("::")[1];
                if (!context.Config.Projects.Contains(project))
                    context.Report($"must be in one of the projects {string.Join(", ", context.Config.Projects)}");
            },
        });
}

internal sealed record AccountWideOptions
{
    [Description("Projects that may have what an account shares."), JsonSchema(Schemas.Names)]
    public IReadOnlyList<string> Projects { get; set; } = ["room-type-bootstrap"];
}
