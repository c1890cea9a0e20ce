using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Stacks.Tests.Pipeline;

/// <summary>A task of a state machine failed, with an error's name and its cause.</summary>
internal sealed class StateException(string error, string cause) : Exception(cause)
{
    public string Error { get; } = error;
}

/// <summary>What a task is asked for.</summary>
/// <param name="State">The state's name.</param>
/// <param name="Resource">The integration, for example ecs:runTask.sync.</param>
/// <param name="Parameters">With paths and functions in place.</param>
/// <param name="Token">Its own token.</param>
internal sealed record TaskCall(string State, string Resource, JsonObject Parameters, string Token);

/// <summary>
/// Walks a document of the Amazon States Language with tasks of its own: Task with Retry, Catch and ResultPath, Choice, Pass, Succeed and Fail; a
/// distributed Map of batches; paths and the functions States.Array, States.ArrayGetItem, States.Format, States.StringSplit and States.UUID.
/// </summary>
/// <remarks>https://states-language.net/spec.html</remarks>
internal sealed partial class StatesInterpreter(JsonObject document, Func<TaskCall, JsonNode?> run)
{
    private const string Machine = "machine-1";
    private int _tokens;
    private int _retries;
    private JsonNode? _item;

    /// <summary>The execution's name.</summary>
    public string Execution { get; init; } = "execution-1";

    /// <summary>What the execution is given.</summary>
    public JsonObject Input { get; init; } = [];

    /// <summary>The states entered, in their order; one that is tried again is there again.</summary>
    public List<string> Entered { get; } = [];

    /// <summary>Walks to the end.</summary>
    /// <returns>Whether it succeeded.</returns>
    public bool Walk()
    {
        var data = Input.DeepClone().AsObject();
        var name = (string)document["StartAt"]!;
        while (name.Length > 0)
        {
            Assert.True(Entered.Count < 100, string.Join(", ", Entered));
            var state = document["States"]![name]!.AsObject();
            switch ((string)state["Type"]!)
            {
                case "Task": name = Do(name, state, data); break;
                case "Map": name = DealOut(name, state, data); break;
                case "Choice": Entered.Add(name); name = Choose(state, data); break;
                case "Pass": Entered.Add(name); Put(state, data, state["Result"]); name = Following(state); break;
                case "Succeed": Entered.Add(name); return true;
                case "Fail": Entered.Add(name); return false;
                default: throw new NotSupportedException((string?)state["Type"]);
            }
        }

        return true;
    }

    /// <summary>Reads items, selects of each, deals them out, and walks a child with each batch, one after the other.</summary>
    private string DealOut(string name, JsonObject state, JsonObject data)
    {
        Entered.Add(name);
        var (reader, batcher, processor) = (state["ItemReader"]!, state["ItemBatcher"]!, state["ItemProcessor"]!.AsObject());
        var found = run(new(name, ((string)reader["Resource"]!).Split(":::")[1], Fill(reader["Parameters"]!, data, "").AsObject(), ""))!.AsArray();
        var batches = found.Select(item => Select(state["ItemSelector"]!, item!, data)).Chunk((int)batcher["MaxItemsPerBatch"]!).ToList();
        var failed = 0;
        for (var i = 0; i < batches.Count; i++)
        {
            var given = new JsonObject { ["BatchInput"] = Fill(batcher["BatchInput"]!, data, ""), ["Items"] = new JsonArray([.. batches[i]]) };
            Assert.InRange(given.ToJsonString().Length, 1, (1 << 18) - 1);
            var child = new StatesInterpreter(processor, run) { Execution = $"child-{i}", Input = given };
            try
            {
                if (!child.Walk()) failed++;
            }
            catch (StateException)
            {
                failed++;
            }

            Entered.AddRange(child.Entered);
        }

        if (100.0 * failed / Math.Max(1, batches.Count) > (double)state["ToleratedFailurePercentage"]!) throw new StateException("States.ExceedToleratedFailureThreshold", $"{failed} of {batches.Count}");
        var writer = state["ResultWriter"]!;
        Put(state, data, run(new($"{name}: results", ((string)writer["Resource"]!).Split(":::")[1], Fill(writer["Parameters"]!, data, "").AsObject(), "")));
        return Following(state);
    }

    private JsonNode Select(JsonNode selector, JsonNode item, JsonObject data)
    {
        _item = item;
        return Fill(selector, data, "");
    }

    private static string Following(JsonObject state) => (bool?)state["End"] == true ? "" : (string)state["Next"]!;

    private string Do(string name, JsonObject state, JsonObject data)
    {
        var tries = new Dictionary<int, int>();
        _retries = 0;
        while (true)
        {
            Entered.Add(name);
            var token = $"token-{++_tokens}";
            try
            {
                var result = run(new(name, ((string)state["Resource"]!).Split(":::")[1], Fill(state["Parameters"]!, data, token).AsObject(), token));
                Put(state, data, result);
                return Following(state);
            }
            catch (StateException exception)
            {
                if (Retried(state, exception, tries))
                {
                    _retries++;
                    continue;
                }

                if (state["Catch"] is null) throw;
                var caught = state["Catch"]!.AsArray().First(catcher => Matches(catcher!["ErrorEquals"]!, exception.Error))!;
                Put(caught.AsObject(), data, new JsonObject { ["Error"] = exception.Error, ["Cause"] = exception.Message });
                return (string)caught["Next"]!;
            }
        }
    }

    private static bool Retried(JsonObject state, StateException exception, Dictionary<int, int> tries)
    {
        var retries = state["Retry"]!.AsArray();
        var at = Enumerable.Range(0, retries.Count).FirstOrDefault(i => Matches(retries[i]!["ErrorEquals"]!, exception.Error), -1);
        if (at < 0) return false;
        tries[at] = tries.GetValueOrDefault(at) + 1;
        return tries[at] <= (int)retries[at]!["MaxAttempts"]!;
    }

    // States.TaskFailed is every error of a task but one of time: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    private static bool Matches(JsonNode names, string error) => names.AsArray().Select(name => (string)name!).Any(name =>
        name == error || name == "States.ALL" || (name == "States.TaskFailed" && error is not "States.Timeout" and not "States.HeartbeatTimeout") || (name == "States.Timeout" && error == "States.HeartbeatTimeout"));

    // Without a ResultPath the result would be the whole output; null leaves the input as it is.
    private static void Put(JsonObject state, JsonObject data, JsonNode? result)
    {
        Assert.True(state.ContainsKey("ResultPath"));
        if ((string?)state["ResultPath"] is { } path) data[path["$.".Length..]] = result?.DeepClone();
    }

    private static string Choose(JsonObject state, JsonObject data)
    {
        foreach (var choice in state["Choices"]!.AsArray())
        {
            if (choice!["IsPresent"] is { } present)
            {
                if ((bool)present == (Find(data, (string)choice["Variable"]!) is not null)) return (string)choice["Next"]!;
                continue;
            }

            if ((string?)choice["StringMatches"] is { } pattern)
            {
                var parts = pattern.Split('*');
                Assert.Equal(2, parts.Length);
                if (Find(data, (string)choice["Variable"]!) is { } value && (string)value! is { } text && text.Length >= pattern.Length - 1 && text.StartsWith(parts[0], StringComparison.Ordinal) && text.EndsWith(parts[1], StringComparison.Ordinal)) return (string)choice["Next"]!;
                continue;
            }

            if (choice["And"]!.AsArray().All(test => (bool)test!["IsString"]! == (Find(data, (string)test["Variable"]!) is JsonValue value && value.TryGetValue<string>(out _)))) return (string)choice["Next"]!;
        }

        return (string)state["Default"]!;
    }

    private static JsonNode? Find(JsonNode? data, string path)
    {
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.')[1..])
        {
            data = (part, data) switch
            {
                (['[', .. var number, ']'], JsonArray items) => items.ElementAtOrDefault(int.Parse(number, CultureInfo.InvariantCulture)),
                (_, JsonObject there) => there[part],
                _ => null,
            };
        }

        return data;
    }

    private JsonNode Fill(JsonNode template, JsonObject data, string token) => template switch
    {
        JsonObject members => new JsonObject(members.Select(member => member.Key.EndsWith(".$", StringComparison.Ordinal)
            ? KeyValuePair.Create(member.Key[..^2], (JsonNode?)Evaluate((string)member.Value!, data, token))
            : KeyValuePair.Create(member.Key, (JsonNode?)Fill(member.Value!, data, token)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item!, data, token))]),
        _ => template.DeepClone(),
    };

    private JsonNode Evaluate(string expression, JsonObject data, string token)
    {
        if (expression.StartsWith("States.Array(", StringComparison.Ordinal)) return new JsonArray([.. Arguments(expression).Select(argument => Evaluate(argument, data, token))]);
        if (expression.StartsWith("States.ArrayGetItem(", StringComparison.Ordinal)) return Arguments(expression) is [var array, var index] ? Evaluate(array, data, token).AsArray()[int.Parse(index, CultureInfo.InvariantCulture)]!.DeepClone() : throw new StateException("States.IntrinsicFailure", expression);
        if (expression.StartsWith("States.StringSplit(", StringComparison.Ordinal)) return Arguments(expression).ConvertAll(argument => Evaluate(argument, data, token).ToString()) is [var whole, var separators] ? new JsonArray([.. whole.Split([.. separators], StringSplitOptions.RemoveEmptyEntries).Select(part => (JsonNode)part)]) : throw new StateException("States.IntrinsicFailure", expression);
        if (expression == "States.UUID()") return Guid.NewGuid().ToString();
        if (expression.StartsWith("States.Format(", StringComparison.Ordinal)) return Format(Arguments(expression).ConvertAll(argument => Evaluate(argument, data, token).ToString()));
        if (expression.StartsWith('\'')) return Unescaped().Replace(expression[1..^1], "$1");
        return expression switch
        {
            "$$.Execution.Name" => Execution,
            "$$.StateMachine.Id" => Machine,
            "$$.Task.Token" => token,
            "$$.State.RetryCount" => _retries,
            ['$', '$', ..] when expression.StartsWith("$$.Map.Item.Value.", StringComparison.Ordinal) => _item![expression["$$.Map.Item.Value.".Length..]]!.DeepClone(),
            _ => Find(data, expression)?.DeepClone() ?? throw new StateException("States.ParameterPathFailure", expression),
        };
    }

    private static JsonNode Format(List<string> texts)
    {
        var next = 1;
        return Hole().Replace(texts[0], _ => texts[next++]);
    }

    /// <summary>What stands between a function's brackets, split at the commas that are in no text and no bracket.</summary>
    private static List<string> Arguments(string call)
    {
        var (arguments, depth, quoted, start) = (new List<string>(), 0, false, call.IndexOf('(') + 1);
        for (var i = start; i < call.Length; i++)
        {
            if (call[i] == '\\') i++;
            else if (call[i] == '\'') quoted = !quoted;
            else if (quoted) continue;
            else if (call[i] == '(') depth++;
            else if (call[i] is ',' or ')' && depth == 0)
            {
                arguments.Add(call[start..i].Trim());
                start = i + 1;
            }
            else if (call[i] == ')') depth--;
        }

        return arguments;
    }

    [GeneratedRegex(@"\\(['{}\\])")]
    private static partial Regex Unescaped();

    [GeneratedRegex(@"\{\}")]
    private static partial Regex Hole();
}
