"""Routes of figures and reports."""

from django.urls import path

from reporting.views import approving, dashboard, definitions, detail, differences, editions, gaps, quality, steering

urlpatterns = [
    path("koordynacja/wskazniki/", dashboard.indicator_dashboard, name="indicator_dashboard"),
    path("koordynacja/wskazniki/reguly/", definitions.indicator_rules, name="indicator_rules"),
    path("koordynacja/wskazniki/reguly/nowy/", definitions.new_indicator, name="new_indicator"),
    path("koordynacja/wskazniki/<str:indicator>/reguly/", definitions.indicator_rule, name="indicator_rule"),
    path("koordynacja/wskazniki/<str:own_code>/zmiana/", definitions.change_own_indicator, name="change_indicator"),
    path("koordynacja/wskazniki/<str:own_code>/wycofanie/", definitions.retire_own_indicator, name="retire_indicator"),
    path("koordynacja/wskazniki/<str:indicator>/", detail.indicator_detail, name="indicator_detail"),
    path("koordynacja/wskazniki/<str:indicator>/<str:number>/", detail.indicator_person, name="indicator_person"),
    path("koordynacja/wsparcie/<slug:kind>/", detail.support_people, name="support_people"),
    path("koordynacja/raporty/", editions.report_list, name="report_list"),
    path("koordynacja/raporty/nowy/", editions.new_report, name="new_report"),
    path("koordynacja/raporty/<uuid:edition>/", editions.report_edition, name="report_edition"),
    path("koordynacja/raporty/<uuid:edition>/pliki/", editions.report_files, name="report_files"),
    path("koordynacja/raporty/<uuid:edition>/roznice/", differences.report_differences, name="report_differences"),
    path("koordynacja/raporty/<uuid:edition>/zatwierdzenie/", approving.report_approval, name="report_approval"),
    path("koordynacja/raporty/<uuid:edition>/<str:file_kind>/", editions.report_file, name="report_file"),
    path("koordynacja/jakosc/", quality.data_quality, name="data_quality"),
    path("koordynacja/jakosc/<str:check>/", quality.quality_people, name="quality_people"),
    path("koordynacja/jakosc/<str:check>/wyjasnienie/", gaps.explain_gap_page, name="explain_gap"),
    path("koordynacja/jakosc/<str:check>/zadania/", gaps.hand_out_gaps, name="hand_out_gaps"),
    path("koordynacja/sterowanie/", steering.steering, name="steering"),
    path("koordynacja/sterowanie/plan/<str:indicator>/", steering.steering_plan, name="steering_plan"),
]
