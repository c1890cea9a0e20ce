namespace Stacks.Backends.Ec2;

/// <summary>What an instance runs, with all values known.</summary>
/// <param name="Region">The stack's region.</param>
/// <param name="Group">Name of the auto scaling group.</param>
/// <param name="LogGroup">Name of the log group of its containers' messages.</param>
/// <param name="DrainSeconds">Seconds that the service goes on answering after the load balancer was told to send no more.</param>
/// <param name="Service">The service.</param>
/// <param name="Sidecars">What runs beside it.</param>
/// <param name="Secret">A variable of the service that is read when it starts; null for none.</param>
internal sealed record HostSpec(string Region, string Group, string LogGroup, int DrainSeconds, HostContainer Service, IReadOnlyList<HostContainer> Sidecars, HostSecret? Secret);

/// <summary>A container of an instance.</summary>
/// <param name="Name">Its name, and its unit's.</param>
/// <param name="Image">By digest.</param>
/// <param name="User">User and group.</param>
/// <param name="MemoryMb">What it may take; null for what the others leave.</param>
/// <param name="Environment">Its variables.</param>
internal sealed record HostContainer(string Name, string Image, int User, int? MemoryMb, IReadOnlyDictionary<string, string> Environment);

/// <summary>A variable whose value a secret has.</summary>
/// <param name="Variable">Its name.</param>
/// <param name="Arn">The secret.</param>
/// <param name="Version">The secret's version: another one makes other user data, so that instances roll.</param>
internal sealed record HostSecret(string Variable, string Arn, string Version);
