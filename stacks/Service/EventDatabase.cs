namespace Stacks.Service;

/// <summary>The database that keeps feedback and exposures: PostgreSQL in the network, reached by a secret connection string.</summary>
internal static class EventDatabase
{
    /// <summary>The variable that tells the service how to reach it.</summary>
    public const string Variable = "RoomType__Events__ConnectionString";

    /// <summary>PostgreSQL's port.</summary>
    public const int Port = 5432;
}
