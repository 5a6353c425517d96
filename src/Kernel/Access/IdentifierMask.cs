using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Access;

/// <summary>
/// Shows persons' numbers, telephones and accounts in full to who registers and pays, and to others only the end of them: enough to recognise, too little to use.
/// Data minimisation: Regulation (EU) 2016/679 (GDPR), art. 5(1)(c), and the national acts that follow it.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="authorization">Asks for the permission.</param>
public sealed partial class IdentifierMask(IHttpContextAccessor http, IAuthorizationService authorization)
{
    /// <summary>Who holds it sees all of them in full.</summary>
    public const string Permission = "persons.identifiers";

    /// <summary>What stands for what is hidden.</summary>
    public const string Dots = "••••";

    private const int Shortest = 5;
    private const int Long = 8;

    // Columns of files and fields of proposals are names in a text; columns of the history are marked where they are declared.
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "nationalid", "phone", "phonekey", "telephone", "mobile", "msisdn", "payaccount", "account", "iban", "wallet", "identifier", "passport", "financialaddress", "paidto", "verifiedkey",
    };

    private bool? all;

    /// <summary>Whether who asks sees them in full. Outside a request there is nobody to show to: jobs, consumers, and commands, which have a permission of their own.</summary>
    public async Task<bool> SeesAllAsync() => all ??= http.HttpContext?.User is not { } user || (await authorization.AuthorizeAsync(user, Permission)).Succeeded;

    /// <summary>Whether the lines of a run show them in full: staff need the permission, employers and agencies see runs of their own files only, in which they wrote them.</summary>
    public async Task<bool> SeesAllLinesAsync() => http.HttpContext?.User.HasClaim(c => c.Type is SpmisClaims.Employer or SpmisClaims.Agency) == true || await SeesAllAsync();

    /// <summary>The last four characters behind dots; three of five to seven, and none of fewer. What was not recorded stays so.</summary>
    public static string? Of(string? value) => value is null ? null
        : value.Trim() is { Length: >= Shortest } told ? $"{Dots} {told[^(told.Length >= Long ? 4 : 3)..]}" : Dots;

    /// <summary>Whether a column of a file or a field of a proposal holds one, by its name: national_id, Pay account.</summary>
    public static bool Covers(string? name) => name is not null && Names.Contains(string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant());

    /// <summary>The fields of a proposal as who lacks the permission sees them.</summary>
    public static IReadOnlyList<ShownField> Of(IReadOnlyList<ShownField> shown) => [.. shown.Select(f => Covers(f.Label) ? f with { Before = Of(f.Before), After = Of(f.After) } : f)];

    /// <summary>The verdict on a line as who lacks the permission sees it: the value sent, also where the words repeat it.</summary>
    public static RunLine Of(RunLine line) => !Covers(line.Column) ? line : new RunLine
    {
        RunId = line.RunId, Line = line.Line, Part = line.Part, Verdict = line.Verdict, Code = line.Code, Column = line.Column, Value = Of(line.Value), Reference = line.Reference, Number = line.Number,
        Text = line.Text is null ? null : Quoted().Replace(line.Value is { Length: > 0 } value ? line.Text.Replace(value, Of(value), StringComparison.Ordinal) : line.Text, $"'{Dots}'"),
    };

    // From the first quote to the last: a value may have quotes in it.
    [GeneratedRegex("'.+'", RegexOptions.Singleline)]
    private static partial Regex Quoted();
}
