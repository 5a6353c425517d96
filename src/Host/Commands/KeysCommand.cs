using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Data;

namespace Spmis.Host.Commands;

/// <summary><c>keys rotate</c>: new keys for the tokens of the OIDC server.</summary>
internal static class KeysCommand
{
    public static Command Make()
    {
        var rotate = new Command("rotate", "Make new keys for tokens. The ones before go on being accepted until the next rotation; processes take up the new ones when they start.");
        rotate.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => Task.FromResult(Rotate(services)), ct, background: false));
        return new Command("keys", "Keys of the OIDC server.") { rotate };
    }

    private static CommandOutcome Rotate(IServiceProvider services)
    {
        var key = TokenKeys.Rotate(services.GetRequiredService<SpmisDatabase>());
        return new CommandOutcome(true, new { holds = true, signingKey = key }, $"New tokens will be signed with key {key} once the processes have started again.");
    }
}
