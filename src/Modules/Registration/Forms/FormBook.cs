using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Registration.Forms;

/// <summary>The questionnaires in use: those of the product and those a country puts into the folder <c>forms</c> of its data folder (or the setting <c>Registration:Forms</c>), read once and checked.</summary>
public sealed partial class FormBook
{
    private readonly Dictionary<(string Form, int Version), FormDefinition> forms = [];

    /// <summary>Reads them all.</summary>
    /// <exception cref="InvalidOperationException">A definition is wrong; says which and what.</exception>
    public FormBook(IConfiguration configuration, SpmisDatabase database)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Forms.Definitions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!; // Just listed.
            Add(name, stream);
        }

        var folder = configuration["Registration:Forms"] ?? Path.Combine(database.DataFolder, "forms");
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToArray() : [])
        {
            using var stream = File.OpenRead(path);
            Add(path, stream);
        }
    }

    /// <summary>The forms in use on a day, each in its latest version, by name.</summary>
    public IReadOnlyList<FormDefinition> On(DateOnly day) =>
        [.. forms.Values.Where(f => f.From <= day).GroupBy(f => f.Form).Select(g => g.MaxBy(f => f.Version)!).OrderBy(f => f.Form, StringComparer.Ordinal)]; // A group has a member.

    /// <summary>The version of a form in use on a day.</summary>
    /// <exception cref="Refused">There is no such form.</exception>
    public FormDefinition Find(string form, DateOnly day) =>
        On(day).FirstOrDefault(f => f.Form == form) ?? throw new Refused("form.unknown", $"There is no form '{form}' in use on {day:yyyy-MM-dd}.", "form");

    /// <summary>The very version answers were given under; null when its file was taken away.</summary>
    public FormDefinition? Version(string form, int version) => forms.GetValueOrDefault((form, version));

    /// <summary>What is wrong with a definition; empty when it may be used.</summary>
    public static IEnumerable<string> Problems(FormDefinition form)
    {
        if (!Word().IsMatch(form.Form) || form.Version < 1)
        {
            yield return "form needs a name of small letters, digits and dashes, and a version from 1";
        }

        foreach (var text in form.Questions.Select(q => q.Text).Concat(form.OptionSets.Values.SelectMany(s => s.Select(o => o.Text))).Append(form.Title).Concat(form.Derive.Select(d => d.Text)).Where(t => !t.ContainsKey("en")))
        {
            yield return $"the text '{text.Values.FirstOrDefault()}' lacks English (en)";
        }

        HashSet<string> before = new(StringComparer.Ordinal);
        foreach (var q in form.Questions)
        {
            if (!Word().IsMatch(q.Name) || before.Contains(q.Name))
            {
                yield return $"question '{q.Name}' needs a name of its own of small letters, digits and dashes";
            }

            if (q.Type is QuestionType.Choice or QuestionType.Choices != (q.Options is not null) || (q.Options is { } set && !form.OptionSets.ContainsKey(set)))
            {
                yield return $"question '{q.Name}' is a {q.Type} and its options are '{q.Options}', which is not among the option sets or not wanted";
            }

            if (q.ShowIf is { } condition && (!before.Contains(condition.Question) || condition.Is.Except(form.OptionsOf(form.Questions.Single(o => o.Name == condition.Question)).Select(o => o.Value)).Any()))
            {
                yield return $"question '{q.Name}' looks at '{condition.Question}', which is no earlier question with such answers";
            }

            before.Add(q.Name);
        }

        foreach (var d in form.Derive.Where(d => d.Questions.Except(before).Any()))
        {
            yield return $"'{d.Name}' follows from questions that are not asked";
        }
    }

    private void Add(string name, Stream content)
    {
        FormDefinition form;
        try
        {
            form = JsonSerializer.Deserialize<FormDefinition>(content, SpmisJson.Options) ?? throw new InvalidOperationException($"{name} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{name} is no form: {e.Message}", e);
        }

        if (Problems(form).FirstOrDefault() is { } problem)
        {
            throw new InvalidOperationException($"{name}: {problem}.");
        }

        if (!forms.TryAdd((form.Form, form.Version), form))
        {
            throw new InvalidOperationException($"{name}: version {form.Version} of {form.Form} is there already; a changed form gets the next version.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,59}$")]
    private static partial Regex Word();
}
