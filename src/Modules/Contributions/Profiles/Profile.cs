using Spmis.Kernel.Files;

namespace Spmis.Contributions.Profiles;

/// <summary>How the values of a file are told apart.</summary>
public enum ProfileForm
{
    /// <summary>A row of headings, then a row a worker; CSV or an Excel sheet, seen from the content.</summary>
    Table,

    /// <summary>Values in a fixed order between separators, no headings.</summary>
    Delimited,

    /// <summary>Code and value, code and value ... between commas.</summary>
    Tagged,

    /// <summary>Each value at its place in the line.</summary>
    Fixed,
}

/// <summary>What a record of a file is.</summary>
public enum RecordKind
{
    /// <summary>A worker.</summary>
    Line,

    /// <summary>Whose file and which month; stands first (in a table: labels and values above the headings).</summary>
    Head,

    /// <summary>Control totals; stands last.</summary>
    Foot,
}

/// <summary>How a value is written.</summary>
public enum FieldType
{
    Text,

    /// <summary>A national or membership number: letters and digits.</summary>
    Number,

    /// <summary>An amount in major units, with a point.</summary>
    Amount,

    /// <summary>An amount in major units without decimals.</summary>
    Whole,

    /// <summary>An amount in minor units without a point.</summary>
    Minor,

    /// <summary>A day, by <see cref="ProfileField.Format"/>.</summary>
    Date,

    /// <summary>A month with its year, by <see cref="ProfileField.Format"/>.</summary>
    Month,

    /// <summary>A whole number between <see cref="ProfileField.Min"/> and <see cref="ProfileField.Max"/>.</summary>
    Integer,
}

/// <summary>A filing layout as data: which columns a return file has, how they are written, which mean what, and what must add up. Read from YAML.</summary>
public sealed class Profile
{
    /// <summary>Lower case and hyphens; what a caller names.</summary>
    public string Name { get; set; } = "";

    public string Title { get; set; } = "";

    /// <summary>Which paper or page it was made from.</summary>
    public string Source { get; set; } = "";

    public ProfileForm Form { get; set; }

    /// <summary>Delimited form: what stands between two values. In a table it is found out.</summary>
    public string Separator { get; set; } = ",";

    /// <summary>Whose numbers the role <c>member_number</c> and an employer's reference are; they are remembered under it. Null when they are SPMIS numbers.</summary>
    public string? Issuer { get; set; }

    /// <summary>File extension of what is sent back: refused lines, an empty file.</summary>
    public string Extension { get; set; } = "csv";

    public List<ProfileRecord> Records { get; set; } = [];

    /// <summary>Of each group a line must have one at least.</summary>
    public List<List<string>> OneOf { get; set; } = [];

    /// <summary>Control totals of head or foot.</summary>
    public List<ProfileTotal> Totals { get; set; } = [];

    /// <summary>What must add up in every line.</summary>
    public List<ProfileSum> Sums { get; set; } = [];

    /// <summary>Several rows that are one worker's line.</summary>
    public ProfileParts? Parts { get; set; }

    public ProfileRecord Lines => Records.Single(r => r.Kind == RecordKind.Line);

    public ProfileRecord? Head => Records.Find(r => r.Kind == RecordKind.Head);

    /// <summary>The words above a table's columns and of the labels above them.</summary>
    internal TabularFormat AllHeadings => field ??= TableRows.Format([.. Records.SelectMany(r => r.Fields)]);

    public ProfileRecord? Foot => Records.Find(r => r.Kind == RecordKind.Foot);

    /// <summary>What people call the field of a role; the role itself when no field has it.</summary>
    public string Called(string role) => Lines.Of(role)?.Name ?? Head?.Of(role)?.Name ?? role;
}

/// <summary>One kind of record. Tagged and fixed forms know it by its first field, which has one fixed value.</summary>
public sealed class ProfileRecord
{
    public RecordKind Kind { get; set; }

    public List<ProfileField> Fields { get; set; } = [];

    internal TabularFormat Headings => field ??= TableRows.Format(Fields);

    public ProfileField? Of(string role) => Fields.Find(f => f.Role == role);

    public ProfileField? Named(string name) => Fields.Find(f => f.Name == name);
}

/// <summary>One value of a record.</summary>
public sealed class ProfileField
{
    /// <summary>Heading, code, or for forms without either a name for people.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it means, one of <see cref="FieldRoles"/>; null when it is only checked.</summary>
    public string? Role { get; set; }

    public FieldType Type { get; set; }

    /// <summary>Dates and months: yyyyMMdd, dd/MM/yyyy ...; several with bars between. Empty is ISO 8601.</summary>
    public string Format { get; set; } = "";

    public bool Required { get; set; }

    /// <summary>Not required when this field is filled.</summary>
    public string? Unless { get; set; }

    /// <summary>In a table: whether the heading must be there.</summary>
    public bool Heading { get; set; }

    /// <summary>Other headings taken for it.</summary>
    public List<string> Aliases { get; set; } = [];

    /// <summary>Fixed form: where it begins, the first character being 1.</summary>
    public int At { get; set; }

    /// <summary>Fixed form: its characters. Others: the most it may have.</summary>
    public int Length { get; set; }

    /// <summary>Exactly so many digits.</summary>
    public int Digits { get; set; }

    /// <summary>Characters allowed, as a regular expression over the whole value.</summary>
    public string? Pattern { get; set; }

    /// <summary>The only values allowed.</summary>
    public List<string> Values { get; set; } = [];

    public long Min { get; set; }

    public long Max { get; set; } = long.MaxValue;

    /// <summary>Check digit: luhn, mod97, uif.</summary>
    public string? Check { get; set; }
}

/// <summary>A control total: the field of head or foot that gives it, and what it counts or sums.</summary>
public sealed class ProfileTotal
{
    public string Field { get; set; } = "";

    /// <summary>The field of the lines summed; empty when the lines are counted.</summary>
    public string Sum { get; set; } = "";
}

/// <summary>Fields of a line that together make another.</summary>
public sealed class ProfileSum
{
    public List<string> Of { get; set; } = [];

    public string Is { get; set; } = "";
}

/// <summary>Rows of one worker that follow one another and differ in one field, such as tier I and tier II: one line. The wage, where the rows give the same one, counts once, else the sum.</summary>
public sealed class ProfileParts
{
    /// <summary>Fields that say whose row it is.</summary>
    public List<string> By { get; set; } = [];

    /// <summary>The field that differs.</summary>
    public string Kind { get; set; } = "";
}

/// <summary>What a field can mean.</summary>
public static class FieldRoles
{
    public const string Employer = "employer";
    public const string Period = "period";
    public const string Year = "year";
    public const string MonthOfYear = "month";
    public const string Currency = "currency";
    public const string Purpose = "purpose";
    public const string WorkerNumber = "worker_number";
    public const string MemberNumber = "member_number";
    public const string NationalId = "national_id";
    public const string OtherId = "other_id";
    public const string GivenName = "given_name";
    public const string OtherNames = "other_names";
    public const string FamilyName = "family_name";
    public const string FullName = "full_name";
    public const string BirthDate = "birth_date";
    public const string Wage = "wage";
    public const string ZeroReason = "zero_reason";
    public const string StartDate = "start_date";
    public const string LeaveDate = "leave_date";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Employer, Period, Year, MonthOfYear, Currency, Purpose, WorkerNumber, MemberNumber, NationalId, OtherId, GivenName, OtherNames, FamilyName, FullName, BirthDate, Wage, ZeroReason, StartDate, LeaveDate,
    ];
}
