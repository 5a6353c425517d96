using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Identity.Users;

internal sealed class SpmisUserMapping : IEntityTypeConfiguration<SpmisUser>
{
    public void Configure(EntityTypeBuilder<SpmisUser> builder)
    {
        builder.ToTable("users");
        builder.HasKey(u => u.Id);
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.UserName).IsRequired();
        builder.Property(u => u.NormalizedUserName).IsRequired();
        builder.HasIndex(u => u.NormalizedUserName).IsUnique();
        builder.Property(u => u.PasswordHash).HasMaxLength(400);
        builder.Property(u => u.SecondFactorKey).HasMaxLength(400);
        builder.HasIndex(u => u.Person);
        builder.Property(u => u.PersonNumber).HasMaxLength(20);
        builder.Property(u => u.Association).HasMaxLength(20);
        builder.HasIndex(u => u.PersonNumber).IsUnique();
        builder.Property(u => u.Holder).HasMaxLength(20);
        builder.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
        // Mail and telephone come with the acts that check them; back-off replaces the fixed lock.
        builder.Ignore(u => u.Email).Ignore(u => u.NormalizedEmail).Ignore(u => u.EmailConfirmed);
        builder.Ignore(u => u.PhoneNumber).Ignore(u => u.PhoneNumberConfirmed);
        builder.Ignore(u => u.TwoFactorEnabled).Ignore(u => u.LockoutEnd).Ignore(u => u.LockoutEnabled);
        builder.OwnsMany(u => u.Roles, role =>
        {
            role.ToTable("user_roles");
            role.WithOwner().HasForeignKey("UserId");
            role.HasKey("UserId", nameof(UserRole.Role));
            role.Property(r => r.Role).HasMaxLength(40);
        });
    }
}
