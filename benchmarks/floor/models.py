"""The portal's tables as the floor sees them; it makes none of them."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

# ruff: noqa: DJ008 - nobody reads these in words


class Account(AbstractBaseUser):
    """Who is signed in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField()
    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "accounts_user"


class Person(models.Model):
    """A person, without anything sealed."""

    id = models.UUIDField(primary_key=True)
    given_names = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1)

    class Meta:
        managed = False
        db_table = "beneficiaries_person"


class Participation(models.Model):
    """A person in a project."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.DO_NOTHING)
    grant_project_id = models.IntegerField()
    number = models.CharField(max_length=20)
    sort_key = models.CharField(max_length=250)

    class Meta:
        managed = False
        db_table = "beneficiaries_participation"


class Version(models.Model):
    """What is known of a participation."""

    id = models.UUIDField(primary_key=True)
    participation = models.ForeignKey(Participation, models.DO_NOTHING)
    start_on = models.DateField(null=True)
    end_on = models.DateField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "beneficiaries_participationversion"


class Delivery(models.Model):
    """Support that was given."""

    id = models.UUIDField(primary_key=True)
    participation = models.ForeignKey(Participation, models.DO_NOTHING)
    delivered_on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        managed = False
        db_table = "services_supportdelivery"


class Diagnosis(models.Model):
    """What a person needs."""

    id = models.UUIDField(primary_key=True)
    participation = models.ForeignKey(Participation, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = "cases_needsdiagnosis"


class Note(models.Model):
    """That a page was shown; stands for the audit event."""

    at = models.DateTimeField(auto_now_add=True)
    account_id = models.IntegerField()
    what = models.CharField(max_length=200)


class Applicant(models.Model):
    """Somebody who registers: what a bare form keeps."""

    given_names = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1)
