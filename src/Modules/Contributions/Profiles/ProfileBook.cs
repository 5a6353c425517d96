using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Spmis.Contributions.Profiles;

/// <summary>The filing layouts known: those shipped, and a country's own from the folder of the setting <c>Contributions:Profiles</c>, which replace shipped ones of the same name.</summary>
public sealed class ProfileBook
{
    /// <summary>Our own layout.</summary>
    public const string Own = "spmis";

    private const string ResourcePrefix = "profiles/";
    private readonly Dictionary<string, Profile> profiles = new(StringComparer.OrdinalIgnoreCase);

    public ProfileBook(IConfiguration configuration)
        : this(configuration["Contributions:Profiles"])
    {
    }

    internal ProfileBook(string? folder)
    {
        var assembly = typeof(ProfileBook).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} cannot be opened."));
            Add(Read(text.ReadToEnd(), name));
        }

        foreach (var file in folder is { Length: > 0 } ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToArray() : [])
        {
            Add(Read(File.ReadAllText(file), file));
        }
    }

    /// <summary>Whether any layout has workers' identity numbers in a column of this name, or numbers that nothing here reads: tax numbers and the like.</summary>
    public bool IsIdentity(string column) => profiles.Values.Any(p => p.Records.SelectMany(r => r.Fields).Any(f => f.Name == column && (f.Role is FieldRoles.NationalId or FieldRoles.OtherId || (f.Role is null && f.Type == FieldType.Number))));

    /// <summary>All, by name.</summary>
    public IReadOnlyList<Profile> All => [.. profiles.Values.OrderBy(p => p.Name != Own).ThenBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>The one of a name.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public Profile Find(string name) => profiles.GetValueOrDefault(name)
        ?? throw new Refused("profile.unknown", $"There is no filing layout '{name}'; known are {string.Join(", ", All.Select(p => p.Name))}.", "profile");

    /// <summary>Reads a profile and proves that it can be used.</summary>
    /// <exception cref="Refused">It cannot; where and why.</exception>
    internal static Profile Read(string yaml, string where)
    {
        try
        {
            var profile = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithEnumNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<Profile?>(yaml);
            return Wrong(profile) is { } wrong ? throw new Refused("profile.broken", $"{where}: {wrong}", "profile") : profile!; // Wrong says so when it is null.
        }
        catch (YamlException e)
        {
            throw new Refused("profile.broken", $"{where}, line {e.Start.Line}, column {e.Start.Column}: {e.InnerException?.Message ?? e.Message}", "profile");
        }
    }

    private void Add(Profile profile) => profiles[profile.Name] = profile;

    private static string? Wrong(Profile? p)
    {
        if (p is null)
        {
            return "The file is empty.";
        }

        var fields = p.Records.SelectMany(r => r.Fields).ToList();
        var lines = p.Records.FindAll(r => r.Kind == RecordKind.Line);
        bool Has(string name) => lines.Exists(r => r.Named(name) is not null);
        return p switch
        {
            _ when !Regex.IsMatch(p.Name, "^[a-z0-9-]{2,60}$") => $"name '{p.Name}' must be 2 to 60 small letters, digits and hyphens.",
            _ when p.Title.Length == 0 => "title is missing.",
            _ when lines.Count != 1 || p.Records.Count(r => r.Kind == RecordKind.Head) > 1 || p.Records.Count(r => r.Kind == RecordKind.Foot) > 1 => "records needs exactly one of kind line, and at most one head and one foot.",
            _ when p.Form == ProfileForm.Delimited && p.Records.Count > 1 => "the delimited form has records of kind line only.",
            _ when p.Form == ProfileForm.Table && p.Foot is not null => "a table has no foot.",
            _ when p.Separator.Length == 0 => "separator is empty.",
            _ when fields.Exists(f => f.Name.Length == 0) => "a field has no name.",
            _ when p.Records.Exists(r => r.Fields.Count == 0 || r.Fields.GroupBy(f => f.Name).Any(g => g.Count() > 1)) => "a record has no fields, or two of one name.",
            _ when fields.Find(f => f.Role is { } role && !FieldRoles.All.Contains(role)) is { } odd => $"{odd.Name}: there is no role '{odd.Role}'; use {string.Join(", ", FieldRoles.All)}.",
            _ when fields.Find(f => f.Check is { } check && !CheckDigits.Known.Contains(check)) is { } odd => $"{odd.Name}: there is no check '{odd.Check}'; use {string.Join(", ", CheckDigits.Known)}.",
            _ when lines[0].Of(FieldRoles.Wage) is null => "no field of the lines has the role wage.",
            _ when p.Form == ProfileForm.Fixed && fields.Exists(f => f.At < 1 || f.Length < 1) => "in the fixed form every field needs at and length.",
            _ when p.Form is ProfileForm.Tagged or ProfileForm.Fixed && p.Records.Count > 1 && p.Records.Exists(r => r.Fields[0].Values.Count != 1) => "the first field of each record must have one value, by which the record is known.",
            _ when p.OneOf.SelectMany(g => g).Concat(p.Sums.SelectMany(s => s.Of.Append(s.Is))).Concat(p.Parts is { } parts ? parts.By.Append(parts.Kind) : []).Concat(p.Totals.Where(t => t.Sum.Length > 0).Select(t => t.Sum)).FirstOrDefault(n => !Has(n)) is { } missing => $"'{missing}' is no field of the lines.",
            _ when p.Totals.Find(t => p.Head?.Named(t.Field) is null && p.Foot?.Named(t.Field) is null) is { } total => $"'{total.Field}' is no field of head or foot.",
            _ => null,
        };
    }
}
