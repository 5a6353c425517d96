using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host;
using Spmis.Kernel.Hosting;
using Spmis.TestKit;

namespace Spmis.Tests.Architecture;

/// <summary>Keeps src/Contracts/MESSAGES.md true. A change of shape shows there and is approved by committing it: set SPMIS_APPROVE=1 and run this test to rewrite the list.</summary>
public sealed class MessageListTests
{
    [Fact]
    public async Task Contracts_AreAsApproved()
    {
        var path = Path.Combine(Repository.Root, "src", "Contracts", "MESSAGES.md");
        await using var database = await TestDatabase.CreateAsync();
        await using var app = SpmisHost.Build(database.Settings);
        var list = Write([.. app.Services.GetServices<Subscription>()]);
        if (Environment.GetEnvironmentVariable("SPMIS_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(path, list);
        }

        (await File.ReadAllTextAsync(path)).ShouldBe(list, "a message changed its shape or its consumers; look at the difference, then approve it with SPMIS_APPROVE=1");
    }

    private static string Write(IReadOnlyList<Subscription> subscriptions)
    {
        var types = Assembly.Load("Spmis.Contracts").GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).ToList();
        var parts = types.SelectMany(t => t.GetProperties().Select(p => Inner(p.PropertyType))).ToHashSet();
        var text = new StringBuilder("# Messages\nWritten by a test; the namespace is the wire name. Shapes change by addition only.\n\n| message | owner | consumers |\n|---|---|---|\n");
        foreach (var message in types.Where(t => !parts.Contains(t)))
        {
            var consumers = subscriptions.Where(s => s.Message == message).Select(s => $"{s.Module} ({s.Consumer.Name})").Order(StringComparer.Ordinal).ToList();
            text.Append($"| {message.Name} | {Owner(message)} | {(consumers.Count == 0 ? "none yet" : string.Join(", ", consumers))} |\n");
        }

        foreach (var type in types)
        {
            text.Append($"\n## {Owner(type)} {type.Name}\n");
            foreach (var property in type.GetProperties().Where(p => p.Name != "EqualityContract"))
            {
                text.Append($"- {property.Name}: {Name(property.PropertyType)}\n");
            }
        }

        return text.ToString();
    }

    private static string Owner(Type type) => type.Namespace!["Spmis.Contracts.".Length..].ToLowerInvariant();

    private static Type Inner(Type type) => type.IsGenericType ? type.GetGenericArguments()[^1] : type;

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
