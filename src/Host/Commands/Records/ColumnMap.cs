using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands.Records;

/// <summary>What a column of a foreign file tells of a person.</summary>
internal enum Role
{
    Given,
    Family,
    Father,
    Name,
    Mother,
    Birth,
    Sex,
    Id,
    Phone,
    Email,
    Address,
    City,
    Postcode,
    Area,
    Household,
}

/// <summary>
/// Which columns hold what: <c>given=first_name,family=surname,birth=dob,address=street_number+address_1</c>. Columns joined by + are one
/// text with blanks between; a role that is named twice is joined in the same way.
/// </summary>
internal sealed class ColumnMap
{
    private static readonly string Roles = string.Join(", ", Enum.GetNames<Role>().Select(r => r.ToLowerInvariant()));
    private readonly Dictionary<Role, List<string>> columns = [];

    private ColumnMap()
    {
    }

    /// <summary>The columns of a role, in their order; none where the role is not mapped.</summary>
    public IReadOnlyList<string> this[Role role] => columns.TryGetValue(role, out var names) ? names : [];

    /// <summary>All columns named, each once.</summary>
    public IEnumerable<string> Columns => columns.Values.SelectMany(c => c).Distinct(StringComparer.Ordinal);

    /// <summary>Reads the text of <c>--columns</c>.</summary>
    /// <exception cref="Refused">A part is no ROLE=COLUMN, or there is no such role.</exception>
    public static ColumnMap Parse(string text)
    {
        var map = new ColumnMap();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == part.Length - 1)
            {
                throw new Refused("columns.form", $"--columns: '{part}' is no ROLE=COLUMN, such as given=first_name. Roles: {Roles}.", "columns");
            }

            var word = part[..at].Trim();
            if (!Enum.TryParse<Role>(word, ignoreCase: true, out var role) || !Enum.IsDefined(role) || char.IsAsciiDigit(word[0]))
            {
                throw new Refused("columns.role", $"--columns: there is no role '{word}'. Roles: {Roles}.", "columns");
            }

            if (!map.columns.TryGetValue(role, out var names))
            {
                map.columns[role] = names = [];
            }

            names.AddRange(part[(at + 1)..].Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        return map.columns.Count > 0 ? map : throw new Refused("columns.empty", $"--columns names no column. Write ROLE=COLUMN,ROLE=COLUMN; roles: {Roles}.", "columns");
    }
}
