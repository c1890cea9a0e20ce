using System.Text.Json;
using Pulumi;
using Pulumi.Aws;

namespace Stacks.Configuration;

/// <summary>
/// The accounts that a stack may be deployed to: <c>aws:allowedAccountIds</c>, which the provider honours when it first makes something.
/// The program asks before that, and says which credentials it was given.
/// </summary>
internal static class AllowedAccounts
{
    private const string Key = "allowedAccountIds";

    /// <summary>The settings, if the credentials are of an allowed account; any is where the configuration names none.</summary>
    /// <exception cref="RunException">They are of another one, or the list is none.</exception>
    public static Settings Checked(Settings settings)
    {
        if (new Config("aws").Get(Key) is not { Length: > 0 } text)
            return settings;
        var allowed = Parse(text);
        var account = Task.Run(() => GetCallerIdentity.InvokeAsync()).GetAwaiter().GetResult().AccountId;
        return allowed.Contains(account)
            ? settings
            : throw new RunException($"The credentials are of the account {account}, but aws:{Key} is {text}: use credentials of {string.Join(" or ", allowed)} (AWS_PROFILE, aws sso login), or correct the list in the stack's file.");
    }

    private static List<string> Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            List<string> accounts = [.. document.RootElement.EnumerateArray().Select(item => item.ToString())];
            if (accounts.Count > 0 && accounts.TrueForAll(Forms.Account.IsMatch))
                return accounts;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told below, with what is allowed.
        }
        throw new RunException($"aws:{Key} is '{text}'; allowed is a list of accounts of 12 digits: [\"123456789012\"].");
    }
}
