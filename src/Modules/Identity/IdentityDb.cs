using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Spmis.Identity.Accounts;
using Spmis.Identity.Clients;
using Spmis.Identity.Delegations;
using Spmis.Identity.Offices;
using Spmis.Identity.Outside;
using Spmis.Identity.Passkeys;
using Spmis.Identity.Reads;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Sessions;
using Spmis.Identity.Users;
using Spmis.Kernel.Data;

namespace Spmis.Identity;

/// <summary>The database of the identity module: users, client applications, and what the OIDC server keeps.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => IdentityModule.ModuleName;

    /// <summary>People who sign in.</summary>
    public DbSet<SpmisUser> Users => Set<SpmisUser>();

    /// <summary>Offices of the institution.</summary>
    public DbSet<Office> Offices => Set<Office>();

    /// <summary>Roles lent for a time.</summary>
    public DbSet<Delegation> Delegations => Set<Delegation>();

    /// <summary>Programs that call the API.</summary>
    public DbSet<ApiClient> Clients => Set<ApiClient>();

    /// <summary>Secrets of programs that still open for some days.</summary>
    public DbSet<FormerSecret> FormerSecrets => Set<FormerSecret>();

    /// <summary>Codes on paper for who lost the second factor.</summary>
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    /// <summary>Keys of people's devices.</summary>
    public DbSet<Passkey> Passkeys => Set<Passkey>();

    /// <summary>Accounts at an outside authority that open accounts here.</summary>
    public DbSet<OutsideLink> OutsideLinks => Set<OutsideLink>();

    /// <summary>Questions to passkeys that were answered.</summary>
    public DbSet<TakenChallenge> TakenChallenges => Set<TakenChallenge>();

    /// <summary>Codes with which persons, employers and associations open accounts of their own.</summary>
    public DbSet<AccountOffer> AccountOffers => Set<AccountOffer>();

    /// <summary>Persons told dead or merged.</summary>
    public DbSet<GonePerson> GonePersons => Set<GonePerson>();

    /// <summary>Links to accounts made for somebody.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>Sessions of people.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>Who looked at whom.</summary>
    public DbSet<PersonRead> Reads => Set<PersonRead>();

    /// <summary>Seals over that.</summary>
    public DbSet<ReadSeal> ReadSeals => Set<ReadSeal>();

    /// <inheritdoc />
    protected override void Map(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(IdentityDb).Assembly);
        model.UseOpenIddict<Guid>();
        KeepOpenIddictsOwnLengths(model);
        model.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("oidc_applications");
        model.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("oidc_authorizations");
        model.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("oidc_scopes");
        model.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("oidc_tokens");
    }

    // The house's 200 characters are for names and codes; where OpenIddict sets no length of its own it keeps JSON, keys and tokens.
    private static void KeepOpenIddictsOwnLengths(ModelBuilder model)
    {
        const int house = 200;
        const int unlimited = -1;
        foreach (var entity in model.Model.GetEntityTypes().Where(e => e.ClrType.Namespace == typeof(OpenIddictEntityFrameworkCoreToken<Guid>).Namespace))
        {
            var keys = entity.GetIndexes().SelectMany(i => i.Properties).Concat(entity.GetKeys().SelectMany(k => k.Properties)).ToHashSet();
            foreach (var property in entity.GetProperties().Where(p => p.ClrType == typeof(string) && p.GetMaxLength() is null or house && !keys.Contains(p)))
            {
                property.SetMaxLength(unlimited);
            }
        }
    }
}
