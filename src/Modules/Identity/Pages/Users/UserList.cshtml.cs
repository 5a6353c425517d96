using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Parts;

namespace Spmis.Identity.Pages.Users;

/// <summary>Who may sign in.</summary>
[Authorize(Policy = "users.read")]
public sealed class UserListModel(IdentityDb db, TimeProvider time, IStringLocalizer<IdentityTexts> T) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)] public string Q { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Role { get; set; } = "";

    /// <summary>Only open accounts that nobody has signed in to.</summary>
    [BindProperty(SupportsGet = true)] public bool Unused { get; set; }

    /// <summary>Only open accounts of staff without a staff number.</summary>
    [BindProperty(SupportsGet = true)] public bool Unnumbered { get; set; }

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public IReadOnlyList<SpmisUser> Users { get; private set; } = [];

    public string? Next { get; private set; }

    public IEnumerable<Choice> RoleChoices => Roles.ForUsers.Select(r => new Choice(r, T[r].Value));

    public (TagKind Kind, string Text) StatusOf(SpmisUser user) => user switch
    {
        { DisabledAt: not null } => (TagKind.Off, T["Closed"]),
        _ when user.IsLocked(time.GetUtcNow().UtcDateTime) => (TagKind.Bad, T["Locked for a while"]),
        { MustChangePassword: true } => (TagKind.Wait, T["Has a first password"]),
        _ => (TagKind.Ok, T["Open"]),
    };

    public async Task OnGetAsync(CancellationToken ct)
    {
        var users = db.Users.AsNoTracking();
        if (Q.Trim() is { Length: > 0 } q)
        {
            var (normalized, lower) = (q.ToUpperInvariant(), q.ToLowerInvariant());
#pragma warning disable CA1304, CA1309, CA1311, CA1862 // Translated to SQL: the database compares.
            users = users.Where(u => u.NormalizedUserName!.Contains(normalized) || u.DisplayName.ToLower().Contains(lower)); // The column is required.
        }

        if (Role.Length > 0)
        {
            users = users.Where(u => u.Roles.Any(r => r.Role == Role));
        }

        if (Unused)
        {
            users = users.Unused();
        }

        if (Unnumbered)
        {
            users = users.Unnumbered();
        }

        if (After is not null)
        {
            users = users.Where(u => string.Compare(u.NormalizedUserName, After) > 0);
        }

#pragma warning restore CA1304, CA1309, CA1311, CA1862
        Users = await users.OrderBy(u => u.NormalizedUserName).Take(PageSize + 1).ToListAsync(ct);
        if (Users.Count > PageSize)
        {
            Users = [.. Users.Take(PageSize)];
            Next = Users[^1].NormalizedUserName;
        }
    }
}
