using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>
/// Asks every address as each of some actors, follows the links it finds, looks in each answer for every person there is, by number and by name, and compares with what the
/// record of reads says this actor was shown there.
/// </summary>
/// <param name="app">With a story told.</param>
/// <param name="persons">Whom to look for: what may stand in an answer, and the registration number that must be on the record then.</param>
internal sealed partial class ReadCrawl(SpmisApp app, IReadOnlyDictionary<string, string> persons)
{
    private const int OfAPattern = 8;

    private readonly HashSet<string> numbers = [.. persons.Values];
    private readonly Dictionary<string, HashSet<string>> paths = [];
    private readonly Dictionary<string, HashSet<string>> keys = [];
    private readonly List<(string Pattern, Regex Fits, List<string> Policies, IReadOnlyList<string> Handlers)> places = [];
    private long last;

    /// <summary>What was shown and is not on the record: pattern and in words.</summary>
    public List<(string Pattern, string Said)> Unrecorded { get; } = [];

    /// <summary>Patterns that answered somebody.</summary>
    public HashSet<string> Answered { get; } = [];

    /// <summary>Patterns that showed at least one person.</summary>
    public HashSet<string> Showing { get; } = [];

    /// <summary>Who was shown whom, where.</summary>
    public HashSet<(string Pattern, string Path, string Actor, string Person)> Seen { get; } = [];

    /// <summary>Answers that were errors of the program.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Every pattern of a GET that somebody signed in may open.</summary>
    public IEnumerable<string> Patterns => places.Select(p => p.Pattern);

    /// <summary>An address to ask besides those with nothing to fill in and those that pages link to.</summary>
    public void Add(string path)
    {
        if (places.FirstOrDefault(p => p.Fits.IsMatch(path.Split('?')[0])) is { Pattern: { } pattern })
        {
            AddTo(pattern, path);
        }
    }

    /// <summary>A value for a place of an address, by the word before it: <c>bills</c>, a payment reference.</summary>
    public void Key(string word, string value)
    {
        var values = keys.TryGetValue(word, out var known) ? known : keys[word] = [];
        if (values.Count < OfAPattern)
        {
            values.Add(value);
        }
    }

    public async Task FindPlacesAsync()
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET")).DistinctBy(e => e.RoutePattern.RawText))
        {
            var pattern = endpoint.RoutePattern.RawText!.TrimStart('/');
            var handlers = endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                ? (await loader.LoadAsync(page, endpoint.Metadata)).HandlerMethods.Where(h => h.HttpMethod.Equals("GET", StringComparison.OrdinalIgnoreCase)).Select(h => h.Name).OfType<string>().ToList() : [];
            var fits = Place().Replace(pattern, m => m.Value.EndsWith("?}", StringComparison.Ordinal) ? "[^/]*" : m.Value.Contains(":guid", StringComparison.Ordinal) ? "[0-9a-f-]{36}" : m.Value.Contains(":long", StringComparison.Ordinal) || m.Value.Contains(":int", StringComparison.Ordinal) ? @"\d+" : "[^/]+");
            places.Add((pattern, new Regex($"^/{fits.Replace(".", @"\.", StringComparison.Ordinal).Replace("[^/]*", "?[^/]*", StringComparison.Ordinal).Replace("//?", "/?", StringComparison.Ordinal)}$"), [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>()], handlers));
        }

        places.Sort((a, b) => a.Pattern.Count(c => c == '{').CompareTo(b.Pattern.Count(c => c == '{'))); // A word fits before a value.
        foreach (var (pattern, _, _, handlers) in places.Where(p => !p.Pattern.Contains('{', StringComparison.Ordinal)))
        {
            AddTo(pattern, "/" + pattern);
        }
    }

    /// <summary>Asks as all of them, until no page names an address that was not asked.</summary>
    public async Task AskAsync(params IReadOnlyList<Actor> actors)
    {
        var permissions = app.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name);
        HashSet<(string, string)> asked = [];
        last = await LastAsync();
        for (var more = true; more;)
        {
            more = false;
            Fill();
            foreach (var actor in actors)
            {
                using var client = app.Client(actor);
                foreach (var (pattern, _, policies, _) in places.Where(p => p.Policies.All(o => o == Spmis.Web.Shell.Permission.SignedIn || permissions[o].Roles.Intersect(actor.Roles).Any())))
                {
                    foreach (var path in (paths.GetValueOrDefault(pattern) ?? []).Where(p => asked.Add((actor.Id, p))).ToList())
                    {
                        more = true;
                        await LookAsync(client, actor, pattern, path);
                    }
                }
            }
        }
    }

    private async Task LookAsync(HttpClient client, Actor actor, string pattern, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = WebUtility.HtmlDecode(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
        {
            Broken.Add($"{path} to {actor.Id}: {(int)answer.StatusCode}");
        }

        var recorded = await app.UseAsync<IdentityDb, List<(string Person, string Place, string Actor)>>(async db =>
            [.. (await db.Reads.AsNoTracking().Where(r => r.Id > last).ToListAsync()).Select(r => (last = Math.Max(last, r.Id), r).r).Select(r => (r.Person, r.Place, r.ActorId))]);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return;
        }

        Answered.Add(pattern);
        FollowLinks(text);
        var asked = Uri.UnescapeDataString(path);
        var shown = Digits().Matches(Blanks().Replace(text, "")).Concat(Digits().Matches(text)).Select(m => m.Value).Where(numbers.Contains)
            .Concat(persons.Where(p => !numbers.Contains(p.Key) && text.Contains(p.Key, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value)).Distinct()
            // The frame of every page tells who is signed in; what of oneself the pages show is asked for by the API too.
            .Where(n => n != actor.PersonNumber || answer.Content.Headers.ContentType?.MediaType != "text/html").ToList();
        Seen.UnionWith(shown.Select(n => (pattern, path, actor.Id, n)));
        var told = shown.Where(n => !recorded.Contains((n, pattern, actor.Id))).ToList();
        if (shown.Count > 0)
        {
            Showing.Add(pattern);
        }

        if (told.Count > 0)
        {
            Unrecorded.Add((pattern, $"{path} showed {actor.Id} {shown.Count} persons, {told.Count} not on the record: {string.Join(' ', told.Take(2))}{(told.TrueForAll(n => asked.Contains(n, StringComparison.Ordinal)) ? " (asked for)" : "")}"));
        }
    }

    private void FollowLinks(string text)
    {
        foreach (Match link in Links().Matches(text))
        {
            var path = link.Groups[1].Value;
            Add(path);
            var words = path.Split('?')[0].Split('/');
            for (var i = 1; i + 1 < words.Length; i++)
            {
                if (words[i + 1].Any(char.IsAsciiDigit))
                {
                    Key(words[i], words[i + 1]);
                }
            }
        }
    }

    // Addresses of the API have no links to them; their keys are those of the pages.
    private void Fill()
    {
        foreach (var (pattern, _, _, handlers) in places)
        {
            foreach (var path in Filled(pattern, ""))
            {
                AddTo(pattern, path);
            }

            foreach (var path in (paths.GetValueOrDefault(pattern) ?? []).Where(p => !p.Contains('?', StringComparison.Ordinal)).Take(3).ToList())
            {
                foreach (var handler in handlers)
                {
                    paths[pattern].Add($"{path}?handler={handler}");
                }
            }
        }
    }

    private IEnumerable<string> Filled(string rest, string begun)
    {
        if (Place().Match(rest) is not { Success: true } place)
        {
            return begun.Length > 0 ? [begun + rest] : [];
        }

        var before = begun.Length > 0 ? begun + rest[..place.Index] : "/" + rest[..place.Index];
        var word = before.TrimEnd('/').Split('/')[^1];
        IEnumerable<string> values = place.Value.Contains(":long", StringComparison.Ordinal) || place.Value.Contains(":int", StringComparison.Ordinal) ? ["1", "2", "3", "4"]
            : (keys.GetValueOrDefault(word) ?? []).Where(v => !place.Value.Contains(":guid", StringComparison.Ordinal) || Guid.TryParse(v, out _)).Take(3);
        return values.SelectMany(v => Filled(rest[(place.Index + place.Length)..], before + v)).Take(OfAPattern);
    }

    private void AddTo(string pattern, string path)
    {
        var known = paths.TryGetValue(pattern, out var list) ? list : paths[pattern] = [];
        if (known.Count < OfAPattern && !path.StartsWith("/sign-out", StringComparison.Ordinal))
        {
            known.Add(path);
        }
    }

    private Task<long> LastAsync() => app.UseAsync<IdentityDb, long>(async db => await db.Reads.MaxAsync(r => (long?)r.Id) ?? 0);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<!\d)\d{6,20}(?!\d)")]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<=\d)[\s\u00A0\u202F\u2009](?=\d)")]
    private static partial Regex Blanks();

    [GeneratedRegex("""(?:href|action|formaction|hx-get)="(/[^"#]*)""")]
    private static partial Regex Links();
}
