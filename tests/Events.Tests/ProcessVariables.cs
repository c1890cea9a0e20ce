namespace RoomTypes.Tests;

/// <summary>Variables of the process that tests set, as AWS's SDKs read them: such tests run one after the other.</summary>
internal static class ProcessVariables
{
    /// <summary>The collection that those tests are in.</summary>
    public const string Collection = "variables of the process";
}
