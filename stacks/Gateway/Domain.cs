using Pulumi;
using Pulumi.Aws.Acm;
using Pulumi.Aws.ApiGateway;
using Pulumi.Aws.ApiGateway.Inputs;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;
using Stacks.Configuration;

namespace Stacks.Gateway;

/// <summary>A name for the API, and the certificate of that name, which the load balancer behind the gateway uses too.</summary>
public sealed class Domain : ComponentResource
{
    private const int RecordSeconds = 300;

    private readonly GatewaySettings _gateway;

    /// <summary>Refers to the certificate, or issues one.</summary>
    public Domain(string name, GatewaySettings gateway, ComponentResourceOptions? options = null)
        : base("room-type:gateway:Domain", name, options)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        _gateway = gateway;
        Name = gateway.Domain!;
        CertificateArn = gateway.Certificate is { } given ? Output.Create(given) : Issue(gateway.HostedZone!);
        RegisterOutputs(new Dictionary<string, object?> { ["certificateArn"] = CertificateArn });
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The certificate, ready for use.</summary>
    public Output<string> CertificateArn { get; }

    /// <summary>Lets the name lead to a stage of an API: of a private one through its endpoint.</summary>
    internal void LeadTo(RestApi api, Stage stage, VpcEndpoint? endpoint)
    {
        var (domain, host, zone) = endpoint is null ? Regional() : Private(endpoint);
        var mapping = new BasePathMappingArgs { DomainName = domain.Domain, RestApi = api.Id, StageName = stage.StageName };
        if (endpoint is not null)
            mapping.DomainNameId = domain.DomainNameId;
        _ = new BasePathMapping("domain", mapping, new CustomResourceOptions { Parent = domain });
        if (_gateway.HostedZone is not { } ofRecords)
            return;
        _ = new Record(
            "domain",
            new RecordArgs
            {
                ZoneId = ofRecords,
                Name = Name,
                Type = "A",
                Aliases = { new RecordAliasArgs { Name = host, ZoneId = zone, EvaluateTargetHealth = false } },
            },
            new CustomResourceOptions { Parent = domain });
    }

    private (DomainName Domain, Output<string> Host, Output<string> Zone) Regional()
    {
        var domain = new DomainName(
            "domain",
            new DomainNameArgs
            {
                Domain = Name,
                RegionalCertificateArn = CertificateArn,
                SecurityPolicy = "TLS_1_2",
                EndpointConfiguration = new DomainNameEndpointConfigurationArgs { Types = "REGIONAL" },
            },
            new CustomResourceOptions { Parent = this });
        return (domain, domain.RegionalDomainName, domain.RegionalZoneId);
    }

    // Of another logical name: AWS makes no private domain of a regional one. What may call the API its own policy says as well.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains-tutorial.html
    private (DomainName Domain, Output<string> Host, Output<string> Zone) Private(VpcEndpoint endpoint)
    {
        var domain = new DomainName(
            "private-domain",
            new DomainNameArgs
            {
                Domain = Name,
                CertificateArn = CertificateArn,
                SecurityPolicy = "TLS_1_2",
                EndpointConfiguration = new DomainNameEndpointConfigurationArgs { Types = "PRIVATE" },
                Policy = CallerPolicies.ThroughEndpoints(_gateway, endpoint.Id),
            },
            new CustomResourceOptions { Parent = this });
        _ = new DomainNameAccessAssociation(
            "private-domain",
            new DomainNameAccessAssociationArgs { DomainNameArn = domain.Arn, AccessAssociationSource = endpoint.Id, AccessAssociationSourceType = "VPCE" },
            new CustomResourceOptions { Parent = domain });
        var address = endpoint.DnsEntries.Apply(entries => entries[0]);
        return (domain, address.Apply(entry => entry.DnsName!), address.Apply(entry => entry.HostedZoneId!));
    }

    private Output<string> Issue(string zone)
    {
        var certificate = new Certificate("domain", new CertificateArgs { DomainName = Name, ValidationMethod = "DNS" }, new CustomResourceOptions { Parent = this });
        var child = new CustomResourceOptions { Parent = certificate };
        var proof = certificate.DomainValidationOptions.Apply(options => options[0]);
        var record = new Record(
            "certificate",
            new RecordArgs
            {
                ZoneId = zone,
                Name = proof.Apply(option => option.ResourceRecordName!),
                Type = proof.Apply(option => option.ResourceRecordType!),
                Records = { proof.Apply(option => option.ResourceRecordValue!) },
                Ttl = RecordSeconds,
            },
            child);
        return new CertificateValidation("domain", new CertificateValidationArgs { CertificateArn = certificate.Arn, ValidationRecordFqdns = { record.Fqdn } }, child).CertificateArn;
    }
}
