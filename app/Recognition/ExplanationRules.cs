using RoomTypes.Inference;

namespace RoomTypes.Recognition;

/// <summary>What can be explained: answers of models that allow it, and labels that they have.</summary>
internal static class ExplanationRules
{
    /// <summary>Checks a request for explanations by the models that will answer it.</summary>
    /// <exception cref="ServiceException">A model or label that cannot be explained.</exception>
    public static void Verify(RecognitionRequest request, IReadOnlyList<ModelSession> models)
    {
        if (request.Explained is not { } labels) return;
        if (models.FirstOrDefault(model => !model.CanExplain) is { } model) throw Unexplained(model);
        foreach (var label in labels)
        {
            if (models.All(model => model.LabelIndex(label) < 0)) throw Unknown(label, models);
        }
    }

    private static ServiceException Unexplained(ModelSession model) => new(
        ErrorKind.Invalid, "explanation_unavailable",
        $"The answers of {model.Registered.Reference} cannot be explained: its graph does not end in a mean and a Gemm that its manifest names. Leave out explain, or ask another model.")
    {
        Value = model.Registered.Reference.ToString(),
    };

    private static ServiceException Unknown(string label, IReadOnlyList<ModelSession> models)
    {
        var known = string.Join(", ", models.SelectMany(model => model.Manifest.Labels).Distinct());
        return new(ErrorKind.Invalid, "label_unknown", $"explain_labels has {Quote.Of(label)}; allowed are {known}.") { Value = label, Limit = known };
    }
}
