using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Spmis.Iso20022;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class AgencyUpgradeTests
{
    [Fact]
    public async Task Migrate_AgenciesOfBefore_BecomeTheirFirstVersion()
    {
        await using var app = await SpmisApp.StartAsync("payments");
        await app.UseAsync<PaymentsDb>(async db =>
        {
            var migrator = db.GetService<IMigrator>();
            await migrator.MigrateAsync("AwardsByBeneficiary");
            var table = db.Database.ProviderName!.Contains("Sqlite", StringComparison.Ordinal) ? "\"agencies\"" : "payments.\"agencies\"";
#pragma warning disable EF1002 // No value of a user is in it.
            await db.Database.ExecuteSqlRawAsync($$"""
                INSERT INTO {{table}} ("Code", "Name", "Format", "MaxPaymentsPerBatch", "DebtorName", "DebtorAccount", "DebtorBic", "Text", "RegisteredAt", "Version")
                VALUES ('OLD', 'Bank "O" l''Ancienne', 'Pain001V03', 77, 'Fund', '1000', 'BNKAKENX', 'Unicode', '2026-01-02 03:04:05', 0)
                """);
#pragma warning restore EF1002
            await migrator.MigrateAsync();
        });

        var old = await app.UseAsync<PaymentsDb, AgencyInForce?>(db => AgencyInForce.FindAsync(db, "OLD", default));

        old.ShouldNotBeNull().Number.ShouldBe(1);
        old.Settings.ShouldBe(new AgencySettings
        {
            Name = "Bank \"O\" l'Ancienne", Format = OrderFormat.Pain001V03, MaxPaymentsPerBatch = 77, DebtorName = "Fund", DebtorAccount = "1000", DebtorBic = "BNKAKENX", Text = TextRule.Unicode,
        });
    }
}
