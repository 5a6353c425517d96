using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules explain PACKAGE RULE --facts FILE</c>: the answer for one case, why, and what would change it.</summary>
internal static class RulesExplainCommand
{
    private const int MostBytes = 5 * 1024 * 1024;

    public static Command Make()
    {
        var package = RulesCommand.Package();
        var rule = new Argument<string>("rule") { Description = "The rule to answer." };
        var facts = new Option<FileInfo>("--facts") { Description = "The facts of the case as JSON: {\"claim.date\": \"2026-02-09\", ...}.", Required = true };
        facts.AcceptExistingOnly();
        var language = new Option<string>("--lang") { Description = "Language of the texts (ISO 639); English where there is none.", DefaultValueFactory = _ => "en" };
        var known = new Option<string>("--known-on") { Description = "Take only values of the law that were known on this day (2026-02-09)." };
        var command = new ActCommand(CommandPermissions.Tools, "explain", "Answer a rule for one case and say why.") { package, rule, facts, language, known };
        command.SetAction((parse, _) => RulesCommand.RunAsync(parse, () =>
        {
            var scheme = SchemePackage.Load(RulesCommand.Folder(parse.GetRequiredValue(package)));
            var result = scheme.Evaluate(parse.GetRequiredValue(rule), FactsJson.Read(scheme, Text(parse.GetRequiredValue(facts))), Day(parse.GetValue(known)));
            var explanation = result.Explanation;
            var lang = parse.GetRequiredValue(language);
            var json = new
            {
                scheme = scheme.Id,
                scheme.Version,
                scheme.Hash,
                rule = result.Rule,
                answer = result.Answer,
                value = result.Value.IsKnown ? result.Value.ToString() : null,
                result.Missing,
                result.Reasons,
                result.AsKnownOn,
                text = explanation.ToText(lang),
                explanation = JsonNode.Parse(explanation.ToJson()),
            };
            return new CommandOutcome(true, json, () => Console.Out.Write(Words(explanation, lang)));
        }));
        return command;
    }

    private static string Words(Explanation explanation, string language)
    {
        var words = new StringBuilder(explanation.ToText(language));
        foreach (var step in explanation.WhatWouldChange())
        {
            words.AppendLine(CultureInfo.InvariantCulture, $"What would change it: {step.Left} {step.Operator} {step.Right}, {step.Gap} away.");
        }

        return words.ToString();
    }

    private static string Text(FileInfo file) => file.Length <= MostBytes
        ? File.ReadAllText(file.FullName)
        : throw new ArgumentException($"{file.Name} is larger than {MostBytes / 1024 / 1024} MB.");

    private static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new ArgumentException($"'{text}' is no date. Write year, month and day as 2026-02-09.");
}
