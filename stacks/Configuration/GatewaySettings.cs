namespace Stacks.Configuration;

/// <summary>Who may call, how often, and where.</summary>
public sealed record GatewaySettings
{
    /// <summary>Whether the API is reached through a VPC endpoint only.</summary>
    public required bool Private { get; init; }

    /// <summary>Seconds until the gateway gives a request up.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>Requests a second.</summary>
    public required int Rate { get; init; }

    /// <summary>Requests at once.</summary>
    public required int Burst { get; init; }

    /// <summary>Callers with a key and a limit of their own.</summary>
    public required IReadOnlyList<string> Clients { get; init; }

    /// <summary>Requests a second of each of these callers.</summary>
    public required int ClientRate { get; init; }

    /// <summary>Requests a day of each of these callers.</summary>
    public required int ClientDailyQuota { get; init; }

    /// <summary>Accounts that may call besides the stack's own.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>An organization whose accounts may call.</summary>
    public string? Organization { get; init; }

    /// <summary>VPC endpoints that calls have to come through.</summary>
    public required IReadOnlyList<string> VpcEndpoints { get; init; }

    /// <summary>Address ranges that calls have to come from.</summary>
    public required IReadOnlyList<string> Cidrs { get; init; }

    /// <summary>Whether things of AWS IoT get credentials to call with.</summary>
    public required bool Robots { get; init; }

    /// <summary>Whether a web ACL is before the API.</summary>
    public required bool Firewall { get; init; }

    /// <summary>Whether the page is passed on, to callers who sign.</summary>
    public required bool Page { get; init; }

    /// <summary>A name for the API, and for the load balancer's certificate.</summary>
    public string? Domain { get; init; }

    /// <summary>The certificate of that name; null issues one.</summary>
    public string? Certificate { get; init; }

    /// <summary>Where the name's records are made.</summary>
    public string? HostedZone { get; init; }

    internal static GatewaySettings Read(ConfigReader reader) => new()
    {
        Private = reader.OneOf("exposure", "regional", "Whether the API is reached through a VPC endpoint only", "private", "regional") == "private",
        TimeoutSeconds = reader.Between("gatewayTimeoutSeconds", 29, 1, 29, "Seconds until the gateway gives a request up"),
        Rate = reader.Between("throttleRate", 50, 1, 10_000, "Requests a second"),
        Burst = reader.Between("throttleBurst", 100, 1, 5_000, "Requests at once"),
        Clients = reader.List("clients", [], "Callers that get an API key and limits of their own; with any, every call needs a key besides its signature", Forms.Name, "names"),
        ClientRate = reader.Between("clientRate", 10, 1, 10_000, "Requests a second of each of these callers"),
        ClientDailyQuota = reader.Between("clientDailyQuota", 100_000, 1, 100_000_000, "Requests a day of each of these callers"),
        Accounts = reader.List("allowedAccounts", [], "Accounts that may call besides the stack's own", Forms.Account, "12 digits"),
        Organization = reader.Optional("allowedOrganization", "Organization whose accounts may call", Forms.Organization, "o- and 10 to 32 letters or digits"),
        VpcEndpoints = reader.List("allowedVpcEndpoints", [], "VPC endpoints that calls have to come through; a private API has one of its own", Forms.VpcEndpoint, "vpce- and hexadecimal digits"),
        Cidrs = reader.List("allowedCidrs", [], "Address ranges that calls have to come from; none allows all", Forms.Cidr, "address ranges like 192.0.2.0/24"),
        Robots = reader.Flag("robots", false, "Whether robots with a certificate of AWS IoT get temporary credentials to recognize and give feedback with"),
        Firewall = reader.Flag("waf", false, "Whether a web ACL with managed rules and a limit by address is before the API"),
        Page = reader.Flag("gatewayPage", false, "Whether the API passes the page on too, to callers who sign, such as a proxy that signs for people; fargate, eks and ec2"),
        Domain = reader.Optional("domain", "Name of the API, and of the certificate between gateway and load balancer; fargate, eks and ec2 need one", Forms.Domain, "a DNS name"),
        Certificate = reader.Optional("certificateArn", "Certificate of that name in the stack's region; empty issues one, which needs the hosted zone", Forms.Certificate, "the ARN of a certificate"),
        HostedZone = reader.Optional("hostedZoneId", "Zone in which the name's records are made", Forms.HostedZone, "Z and letters or digits"),
    };
}
