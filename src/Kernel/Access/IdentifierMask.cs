using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Access;

/// <summary>Columns of files that hold such numbers under names of their own (a layout's "ID NO"), told by the module that reads them.</summary>
/// <param name="Covers">Whether a column does, by its name in the file.</param>
public sealed record IdentifyingColumns(Func<string, bool> Covers);

/// <summary>
/// Shows persons' numbers, telephones and accounts in full to who registers and pays, and to others only the end of them: enough to recognise, too little to use.
/// Data minimisation: Regulation (EU) 2016/679 (GDPR), art. 5(1)(c), and the national acts that follow it.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="authorization">Asks for the permission.</param>
/// <param name="further">Columns of files that modules call by other names.</param>
public sealed partial class IdentifierMask(IHttpContextAccessor http, IAuthorizationService authorization, IEnumerable<IdentifyingColumns> further)
{
    /// <summary>Who holds it sees all of them in full.</summary>
    public const string Permission = "persons.identifiers";

    /// <summary>What stands for what is hidden.</summary>
    public const string Dots = "••••";

    /// <summary>The column of a verdict that repeats what a payer wrote by hand.</summary>
    public const string PayerText = "payer_text";

    private const int Shortest = 5;
    private const int Long = 8;
    private const int LongNumber = 7;

    // Columns of files and fields of proposals are names in a text; columns of the history are marked where they are declared.
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "nationalid", "phone", "phonekey", "telephone", "mobile", "msisdn", "payaccount", "account", "iban", "wallet", "identifier", "passport", "financialaddress", "paidto", "payto", "verifiedkey",
        "creditoraccount", "creditorsaccount", "payeraccount", "payerphone", "accountorwallet",
    };

    // What somebody wrote by hand, in which such a number may stand.
    private static readonly HashSet<string> Written = new(StringComparer.Ordinal) { "payer", "whatthepayerwrote", "payertext", "to" };

    private bool? all;

    /// <summary>Whether who asks sees them in full. Outside a request there is nobody to show to: jobs, consumers, and commands, which have a permission of their own.</summary>
    public async Task<bool> SeesAllAsync() => all ??= http.HttpContext?.User is not { } user || (await authorization.AuthorizeAsync(user, Permission)).Succeeded;

    /// <summary>Whether the lines of a run show them in full: staff need the permission, employers, associations and agencies see runs of their own files only, in which they wrote them.</summary>
    public async Task<bool> SeesAllLinesAsync() => http.HttpContext?.User.HasClaim(c => c.Type is SpmisClaims.Employer or SpmisClaims.Association or SpmisClaims.Agency) == true || await SeesAllAsync();

    /// <summary>A number as who asks may see it.</summary>
    public async Task<string?> ShownAsync(string? value) => await SeesAllAsync() ? value : Of(value);

    /// <summary>The lines of a run as who asks may see them.</summary>
    public async Task<IReadOnlyList<RunLine>> LinesAsync(IReadOnlyList<RunLine> lines) => await SeesAllLinesAsync() ? lines : [.. lines.Select(Masked)];

    /// <summary>The verdict on a line as who lacks the permission sees it.</summary>
    public RunLine Masked(RunLine line) => Of(line, line.Column is { } column && further.Any(f => f.Covers(column)));

    /// <summary>The last four characters behind dots; three of five to seven, and none of fewer. What was not recorded stays so.</summary>
    public static string? Of(string? value) => value is null ? null
        : value.Trim() is { Length: >= Shortest } told ? $"{Dots} {told[^(told.Length >= Long ? 4 : 3)..]}" : Dots;

    /// <summary>Whether a column of a file or a field of a proposal holds one, by its name: national_id, Pay account.</summary>
    public static bool Covers(string? name) => name is not null && Names.Contains(Plain(name));

    /// <summary>A text that somebody wrote by hand, each number of seven digits or more in it by its end: telephones and accounts, also grouped (0711 906 317). Days (2026-03-31) stay.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keep">Numbers that are no person's and stay, asked with the digits alone: the institution's own references. None when left out.</param>
    public static string? InText(string? text, Func<string, bool>? keep = null) => text is null ? null : Numbers().Replace(text, m =>
    {
        var digits = string.Concat(m.Value.Where(char.IsAsciiDigit));
        return digits.Length < LongNumber || Days().IsMatch(m.Value) || keep?.Invoke(digits) == true ? m.Value : Of(string.Concat(m.Value.Where(char.IsLetterOrDigit)))!; // There is a value.
    });

    /// <summary>The fields of a proposal as who lacks the permission sees them.</summary>
    public static IReadOnlyList<ShownField> Of(IReadOnlyList<ShownField> shown) => [.. shown.Select(f => Covers(f.Label) ? f with { Before = Of(f.Before), After = Of(f.After) }
        : IsWritten(f.Label) ? f with { Before = InText(f.Before), After = InText(f.After) } : f)];

    /// <summary>The same, where only names known here count: the value sent, also where the words repeat it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="covered">Whether its column is known to hold such a number, whatever its name.</param>
    public static RunLine Of(RunLine line, bool covered = false) => covered || Covers(line.Column)
        ? With(line, Of(line.Value), line.Text is null ? null : Quoted().Replace(line.Value is { Length: > 0 } value ? line.Text.Replace(value, Of(value), StringComparison.Ordinal) : line.Text, $"'{Dots}'"))
        : line is { Column: null, Value: not null } ? With(line, Dots, line.Text) // The whole line as it was sent.
        : IsWritten(line.Column) ? With(line, InText(line.Value), line.Text) : line;

    private static bool IsWritten(string? name) => name is not null && Written.Contains(Plain(name));

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();

    private static RunLine With(RunLine line, string? value, string? text) => new()
    {
        RunId = line.RunId, Line = line.Line, Part = line.Part, Verdict = line.Verdict, Code = line.Code, Column = line.Column, Value = value, Reference = line.Reference, Number = line.Number, Text = text,
    };

    // From the first quote to the last: a value may have quotes in it.
    [GeneratedRegex("'.+'", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    // A word with digits, and the groups of digits behind it.
    [GeneratedRegex("[+]?[0-9A-Za-z]*[0-9][0-9A-Za-z]*(?:[ ./-][0-9]+)*")]
    private static partial Regex Numbers();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    private static partial Regex Days();
}
